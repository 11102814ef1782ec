import type { Figure } from '../figure.ts';
import { openMicro } from './batches.ts';

export const aes: Figure = {
  id: 'M1',
  what: 'AES frame, 600 bytes: decrypt + encrypt',
  subject: 'mingpian',
  goals: [
    { kind: 'microseconds', subject: 'mingpian', most: 4, where: { variant: 'wechat-crypto', took: 33.5 } },
    { kind: 'ratio', subject: 'mingpian', than: ['wechat-crypto'], times: 8 },
  ],
  open: () => openMicro('./aes.ts', ['mingpian', 'wechat-crypto']),
};

export const xml: Figure = {
  id: 'M2',
  what: 'XML of a 350-byte message: documents read',
  subject: 'mingpian',
  goals: [
    { kind: 'microseconds', subject: 'mingpian', most: 1.8, where: { variant: 'xml2js', took: 19.5 } },
    { kind: 'ratio', subject: 'mingpian', than: ['xml2js'], times: 10 },
    { kind: 'ratio', subject: 'mingpian', than: ['fast-xml-parser'], times: 5 },
  ],
  open: () => openMicro('./xml.ts', ['mingpian', 'mingpian, from bytes', 'fast-xml-parser', 'xml2js']),
};

export const reply: Figure = {
  id: 'M3a',
  what: 'text replies built, envelope included',
  subject: 'mingpian',
  goals: [{ kind: 'microseconds', subject: 'mingpian', most: 0.25, where: { variant: 'wechat', took: 2 } }],
  open: () => openMicro('./reply.ts', ['mingpian', 'wechat']),
};

export const signature: Figure = {
  id: 'M3b',
  what: 'signatures of a query checked',
  subject: 'mingpian',
  goals: [{ kind: 'microseconds', subject: 'mingpian', most: 1 }],
  open: () => openMicro('./signature.ts', ['mingpian', 'wechat']),
};

export const appToken: Figure = {
  id: 'O2',
  what: 'app token from memory: reads, awaited',
  subject: 'mingpian',
  goals: [{ kind: 'microseconds', subject: 'mingpian', most: 0.3 }],
  open: () => openMicro('./app-token.ts', ['mingpian', 'Promise.resolve']),
};
