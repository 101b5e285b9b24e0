/** Offsets that are remembered are those of the time zone database, hour by hour where clocks change. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IANAZone } from 'luxon';
import { ZoneOffsets } from '../../../src/engine/media/zoneOffsets.ts';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);

// Summer time twice a year; half an hour of it; a day left out; none; out of it for one Ramadan; war time and local mean time.
for (const [name, from, to] of [
  ['Europe/Berlin', '2023-03-19T00:00Z', '2023-04-02T00:00Z'],
  ['Europe/Berlin', '2023-10-22T00:00Z', '2023-11-05T00:00Z'],
  ['Australia/Lord_Howe', '2024-03-31T00:00Z', '2024-04-14T00:00Z'],
  ['Pacific/Apia', '2011-12-20T00:00Z', '2012-01-08T00:00Z'],
  ['Asia/Kathmandu', '1985-12-25T00:00Z', '1986-01-08T00:00Z'],
  ['Africa/Casablanca', '2024-03-01T00:00Z', '2024-04-25T00:00Z'],
  ['Africa/Cairo', '2010-07-25T00:00Z', '2010-10-10T00:00Z'],
  ['America/New_York', '1883-11-11T00:00Z', '1883-11-25T00:00Z'],
  ['Europe/London', '1947-03-09T00:00Z', '1947-05-11T00:00Z'],
] as const)
  test(`${name} from ${from}`, () => {
    const [zone, offsets] = [IANAZone.create(name), ZoneOffsets.of(name)];
    const seen = new Set<number>();
    for (let ms = at(from); ms < at(to); ms += HOUR / 2) {
      assert.equal(offsets?.at(ms), zone.offset(ms), new Date(ms).toISOString());
      seen.add(zone.offset(ms));
    }
    assert.ok(seen.size > 1, 'the clock changes in this time');
  });

test('no zone of that name', () => assert.equal(ZoneOffsets.of('Mars/Olympus_Mons'), undefined));
