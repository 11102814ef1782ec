import { resolve } from 'node:path';
import type { NextConfig } from 'next';

// In this repository the SDK is TypeScript in a folder outside; in a project of your own none of this is needed.
const repository = resolve(import.meta.dirname, '../..');

export default {
  turbopack: { root: repository },
  outputFileTracingRoot: repository,
  transpilePackages: ['@mingpian/wechat', '@mingpian/facts'],
} satisfies NextConfig;
