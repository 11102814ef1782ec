// Node runs TypeScript, but not its decorators, so the example is compiled. A project with the Nest CLI has that already.
export default {
  input: 'main.ts',
  platform: 'node',
  external: [/^@nestjs\//, /^@mingpian\//, 'reflect-metadata', 'rxjs'],
  tsconfig: 'tsconfig.json',
  output: { file: 'dist/main.js' },
};
