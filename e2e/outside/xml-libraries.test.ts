import { readXml, type XmlElement } from '@mingpian/wechat/xml-reader';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { parseStringPromise } from 'xml2js';
import { simulated } from '../simulated.ts';
import { capturedPushes } from './captured-pushes.ts';

/** General parsers, told to leave texts alone. */
const fastXml = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  processEntities: true,
});

/** White space between elements is kept by one of them; pushes have none that means anything. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '#text' && name !== '_')
      .map(([name, each]) => [name, plain(each)]),
  );
}

describe('XML-22 two general libraries read the pushes of the simulator as we do', () => {
  it('every push that a person can cause', async () => {
    const documents = await capturedPushes(await simulated());
    expect(documents.length).toBeGreaterThan(12);
    for (const document of documents) {
      const ours = plain(readXml(document) satisfies XmlElement);
      expect(plain(fastXml.parse(document).xml), document).toEqual(ours);
      const theirs = await parseStringPromise(document, { explicitArray: false, explicitRoot: false });
      expect(plain(theirs), document).toEqual(ours);
    }
  });
});
