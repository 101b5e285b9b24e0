import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { movedSpace, spaceAt, spaceHeight } from '../../../../src/webview/grid/scrollspace.ts';

test('what fits into a browser is not moved', () => {
  const space = spaceAt(500_000, 800, 499_900);
  assert.deepEqual(space, { height: 500_000, base: 0, top: 499_200 });
  assert.equal(movedSpace(space, 800), null);
});

test('any place can be looked at, at the same place after a move, and scrolling on is possible', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 8_000_001, max: 90_000_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.boolean(),
      (height, share, down) => {
        const viewport = 900;
        let space = spaceAt(height, viewport, Math.floor(share * (height - viewport)));
        const y = space.base + space.top;
        assert.ok(y >= 0 && y <= height - viewport);
        for (let k = 0; k < 200; k++) {
          const before = space.base + space.top;
          const top = Math.max(0, Math.min(spaceHeight(height) - viewport, space.top + (down ? 700_000 : -700_000)));
          if (top === space.top) break;
          space = { ...space, top };
          const moved = movedSpace(space, viewport);
          if (moved !== null) {
            assert.equal(moved.base + moved.top, space.base + space.top, 'the picture stands still');
            space = moved;
          }
          assert.notEqual(space.base + space.top, before);
          assert.ok(space.base >= 0 && space.base + spaceHeight(height) <= height);
        }
        assert.equal(space.base + space.top, down ? height - viewport : 0, 'the very end is reached');
      },
    ),
  );
});
