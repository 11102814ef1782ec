import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { equal, sha256 } from '../src/digest.ts';
import { newHandle, newId } from '../src/ids.ts';
import { rememberingSealer } from '../src/oidc/remembering.ts';
import { createSealer, keyIdOfSealed } from '../src/sealer.ts';

const random = { bytes: (count: number) => randomBytes(count) };
const sealer = createSealer('kq0vX7Zr2mTn8sWd4uYb6cLh1pGj3aEf', random);

describe('a sealed value', () => {
  it('opens at its place, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (text, place) => {
        expect(sealer.open(sealer.seal(text, place), place)).toBe(text.toWellFormed());
      }),
    );
  });

  it('opens nowhere else, nor with another root secret, nor when one bit is changed', () => {
    const sealed = sealer.seal('86_token', ['app_tokens', 'value_sealed', 'wx1']);
    const bytes = Buffer.from(sealed.split('.')[2]!, 'base64url');
    const flipped = (index: number) => {
      const copy = Buffer.from(bytes);
      copy[index]! ^= 1;
      return `v1.${sealer.keyId}.${copy.toString('base64url')}`;
    };
    const place = ['app_tokens', 'value_sealed', 'wx1'];
    const attempts: [() => string, string][] = [
      [() => sealer.open(sealed, ['app_tokens', 'value_sealed', 'wx2']), 'another row'],
      [() => sealer.open(sealed, ['app_tokens', 'value_sealedwx1']), 'places that read the same when joined'],
      [() => createSealer('Zq0vX7Zr2mTn8sWd4uYb6cLh1pGj3aEf', random).open(sealed, place), 'another root'],
      ...Array.from(bytes.keys(), (index): [() => string, string] => [
        () => sealer.open(flipped(index), place),
        `bit ${index}`,
      ]),
      ...[
        '',
        'v1.',
        'v2.AAAA',
        sealed.replace('v1.', 'v2.'),
        sealed.replace(sealer.keyId, '00000000'),
        'nonsense',
        `${sealed}.x`,
        sealed.slice(0, -4),
      ].map((text): [() => string, string] => [() => sealer.open(text, place), text]),
    ];
    for (const [attempt, why] of attempts) expect(attempt, why).toThrow(expect.objectContaining({ code: 'seal' }));
  });

  it('R44 opens with a root secret of before, seals with the current one, and says which', () => {
    const place = ['app_tokens', 'value_sealed', 'wx1'];
    const former = sealer.seal('86_token', place);
    const rotated = createSealer('Zq0vX7Zr2mTn8sWd4uYb6cLh1pGj3aEf', random, ['kq0vX7Zr2mTn8sWd4uYb6cLh1pGj3aEf']);
    expect(rotated.open(former, place)).toBe('86_token');
    const renewed = rotated.seal('86_token', place);
    expect([former, renewed].map(keyIdOfSealed)).toEqual([sealer.keyId, rotated.keyId]);
    expect(() => sealer.open(renewed, place)).toThrow();
    expect(rotated.keys('x').map((key) => Buffer.from(key))).toEqual(
      [rotated.key('x'), sealer.key('x')].map((key) => Buffer.from(key)),
    );
  });

  it('remembers what it sealed and opened for as long as that very text stands in that very place', () => {
    const place = ['oidc_artifacts', 'payload_sealed', 'Grant', 'a'];
    const open = vi.fn(sealer.open);
    const remembering = rememberingSealer({ ...sealer, open });
    const own = remembering.seal('own', place);
    expect(remembering.open(own, place)).toBe('own');
    expect(open).not.toHaveBeenCalled();
    const other = sealer.seal('of another node', place);
    expect([remembering.open(other, place), remembering.open(other, place)]).toEqual(Array(2).fill('of another node'));
    expect(open).toHaveBeenCalledTimes(1);
    expect(() => remembering.open(other, [...place.slice(0, 3), 'b'])).toThrow(
      expect.objectContaining({ code: 'seal' }),
    );
    expect(remembering.open(own, place)).toBe('own');
  });

  it('forgets the oldest of a thousand', () => {
    const open = vi.fn(sealer.open);
    const remembering = rememberingSealer({ ...sealer, open });
    const sealed = Array.from({ length: 1001 }, (_, index) => remembering.seal('value', [String(index)]));
    expect(remembering.open(sealed[1]!, ['1'])).toBe('value');
    expect(open).not.toHaveBeenCalled();
    expect(remembering.open(sealed[0]!, ['0'])).toBe('value');
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('digests of one text differ by purpose and by root secret', () => {
    const digests = ['session', 'link-code'].map((purpose) => sealer.digest(purpose, 'text').toString('hex'));
    const other = createSealer('Zq0vX7Zr2mTn8sWd4uYb6cLh1pGj3aEf', random).digest('session', 'text').toString('hex');
    const plain = createHmac('sha256', sealer.key('session')).update('text').digest('hex');
    expect(digests[0]).toBe(plain);
    expect(new Set([...digests, other]).size).toBe(3);
  });

  it('I-16 uses a key that no other purpose has', () => {
    const keys = ['session', 'link-code', 'at-rest'].map((purpose) => Buffer.from(sealer.key(purpose)).toString('hex'));
    expect(new Set(keys).size).toBe(3);
  });
});

describe('ids and digests', () => {
  it('ids are UUIDs of version 7 that sort by time', () => {
    const [early, late] = [newId(1_700_000_000_000, random), newId(1_700_000_000_001, random)];
    expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(early < late).toBe(true);
    expect(Number.parseInt(early.replace('-', '').slice(0, 12), 16)).toBe(1_700_000_000_000);
  });

  it('handles are letters and digits of the asked strength', () => {
    expect(newHandle(random)).toMatch(/^[0-9a-f]{32}$/);
    expect(newHandle(random, 32)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('I-14 texts of any length compare without throwing', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => void expect(equal(a, b)).toBe(a === b)));
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
