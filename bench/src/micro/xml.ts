import { equal } from 'node:assert/strict';
import { readXml } from '@mingpian/wechat/xml-reader';
import { XMLParser } from 'fast-xml-parser';
import { loadXml2js } from '../peers.ts';
import { textDocument } from '../webhook/messages.ts';
import type { Batch } from './batches.ts';

export async function batches(): Promise<Record<string, Batch>> {
  const { parseString } = loadXml2js();
  const text = textDocument(1, 1_700_000_000);
  const bytes = Buffer.from(text);
  // Digits stay texts: a MsgId is larger than a number of JavaScript holds.
  const fast = new XMLParser({ parseTagValue: false });
  const { MsgId } = readXml(text);
  equal(readXml(bytes).MsgId, MsgId);
  equal(fast.parse(text).xml.MsgId, MsgId);
  parseString(text, { trim: true }, (_error, result) =>
    equal((result as { xml: { MsgId: string[] } }).xml.MsgId[0], MsgId),
  );
  return {
    mingpian: (times) => {
      for (let i = 0; i < times; i += 1) readXml(text);
    },
    'mingpian, from bytes': (times) => {
      for (let i = 0; i < times; i += 1) readXml(bytes);
    },
    'fast-xml-parser': (times) => {
      for (let i = 0; i < times; i += 1) fast.parse(text);
    },
    xml2js: (times) => {
      for (let i = 0; i < times; i += 1) parseString(text, { trim: true }, () => {});
    },
  };
}
