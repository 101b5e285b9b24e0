import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { fitted, kept, zoomedAt } from '../../../../src/webview/stage/zoom.ts';

const stage = { width: 1000, height: 600 };

test('a large picture is fitted, a small one keeps its own pixels', () => {
  assert.equal(fitted(stage, { width: 4000, height: 3000 }, 1).scale, 0.2);
  assert.equal(fitted(stage, { width: 200, height: 100 }, 1).scale, 1);
  assert.equal(fitted(stage, { width: 1600, height: 600 }, 0.5).scale, 0.5, 'two screen px to a page px');
});

test('a picture larger than the stage is not panned off it; a smaller one stays in the middle', () => {
  assert.deepEqual(kept({ scale: 1, x: 9000, y: -9000 }, stage, { width: 4000, height: 400 }), {
    scale: 1,
    x: 1500,
    y: 0,
  });
});

test('zooming keeps the point under the pointer where it is', () => {
  const picture = { width: 8000, height: 6000 };
  fc.assert(
    fc.property(fc.integer({ min: -350, max: 350 }), fc.integer({ min: -250, max: 250 }), (x, y) => {
      const from = fitted(stage, picture, 1);
      const to = zoomedAt(from, 1, { x, y }, stage, picture);
      // The picture's point under (x, y), from its middle.
      assert.ok(Math.abs((x - from.x) / from.scale - (x - to.x) / to.scale) < 1e-6);
      assert.ok(Math.abs((y - from.y) / from.scale - (y - to.y) / to.scale) < 1e-6);
    }),
  );
});
