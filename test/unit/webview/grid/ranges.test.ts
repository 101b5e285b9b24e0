import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import * as r from '../../../../src/webview/grid/ranges.ts';

const steps = fc.array(fc.tuple(fc.boolean(), fc.nat(40), fc.nat(12)), { maxLength: 30 });

test('ranges behave as the set of their items', () => {
  fc.assert(
    fc.property(steps, fc.nat(40), fc.nat(40), (list, from, to) => {
      let ranges = r.emptyRanges;
      const set = new Set<number>();
      for (const [add, start, length] of list) {
        ranges = add ? r.withRange(ranges, start, start + length) : r.withoutRange(ranges, start, start + length);
        for (let item = start; item < start + length; item++) add ? set.add(item) : set.delete(item);
      }
      const sorted = [...set].sort((a, b) => a - b);
      assert.deepEqual([...r.itemsOf(ranges)], sorted);
      assert.equal(r.countItems(ranges), set.size);
      assert.deepEqual(r.rangesOf(sorted), ranges, 'one form only: sorted, disjoint, not touching');
      for (let item = 0; item < 55; item++) assert.equal(r.hasItem(ranges, item), set.has(item));
      assert.equal(r.countWithin(ranges, from, to), sorted.filter(item => item >= from && item < to).length);
    }),
  );
});

test('all of 100,000 is one range', () => {
  assert.equal(r.withRange(r.emptyRanges, 0, 100_000).length, 2);
});
