import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { oriented, whyNot } from '../../../src/engine/media/decode/oriented.ts';

const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const;

/** What is said of bytes that can't be decoded; undefined where a picture came of them after all. */
async function said(input: Buffer): Promise<string | undefined> {
  try {
    await oriented({ input, orientation: 'own', profile: undefined }).resize(20).webp().toBuffer();
    return undefined;
  } catch (error) {
    return whyNot(error).message;
  }
}

test('why there is no picture is said in plain words, none of them the decoder’s', async () => {
  const picture = sharp({ create: { width: 300, height: 200, channels: 3, background: '#345' } });
  const told: string[] = [];
  for (const format of FORMATS) {
    const whole = await picture.clone().toFormat(format).toBuffer();
    const why = await said(whole.subarray(0, 30));
    assert.ok(why != null, format);
    told.push(why);
  }
  const garbage = await said(Buffer.from('garbage'));
  assert.ok(garbage != null);
  for (const why of [...told, garbage]) {
    assert.doesNotMatch(why, /vips|buffer|seek|load|datastream|header|\(|[:\s]\.$/i);
    assert.match(why, /^[A-Z].*damaged.*[a-z]\.$/s);
  }
  assert.match(told[0] ?? '', /ends before its picture does/);
  assert.match(garbage, /something else under a picture’s name/);
});
