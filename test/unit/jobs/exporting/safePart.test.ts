import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { safePart } from '../../../../src/engine/jobs/exporting/safePart.ts';

test('a name becomes one that every file system takes', () => {
  const table: readonly (readonly [string, string])[] = [
    ['IMG_1', 'IMG_1'],
    ['Ferien 2019, am See', 'Ferien 2019, am See'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a_b_c_d_e_f_g_h_i_j'],
    ['tab\tnull\u0000line\n', 'tab_null_line_'],
    ['..', '__'],
    ['.hidden', '_hidden'],
    ['  blank ends. . ', 'blank ends'],
    ['', '_'],
    ['   ', '_'],
    ['nul', '_nul'],
    ['NUL.txt', '_NUL.txt'],
    ['com1', '_com1'],
    ['COM10', 'COM10'],
    ['conTest', 'conTest'],
    // NFD as a Mac unpacks it
    ['Fru\u0308hling', 'Fr\u00fchling'],
    // the mark that turns `gpj.exe` around
    ['photo\u202egpj.exe', 'photo_gpj.exe'],
    ['lone \ud800 surrogate', 'lone \ufffd surrogate'],
    ['家族旅行', '家族旅行'],
  ];
  for (const [given, safe] of table) assert.equal(safePart(given), safe, JSON.stringify(given));
});

test('a name that is too long is cut between characters', () => {
  for (const unit of ['x', 'é', '家', '👩‍👩‍👧', 'e\u0301\u0302']) {
    const cut = safePart(unit.repeat(300), 200);
    assert.ok(Buffer.byteLength(cut) <= 200);
    assert.ok(Buffer.byteLength(cut) > 200 - Buffer.byteLength(unit) - 1);
    assert.ok(unit.normalize('NFC').repeat(300).startsWith(cut));
    assert.equal(cut.length % unit.normalize('NFC').length, 0, `${unit} is whole at the end`);
  }
});
