/** The file to begin with, commented in the language of who reads it. */
import { existsSync, readFileSync } from 'node:fs';

/** Where `deploy` lies beside the packages of the repository, and inside this one as it is published. */
const folders = ['../../../../deploy/', '../../deploy/'].map((path) => new URL(path, import.meta.url));

const files = { en: 'mingpian.example.yaml', zh: 'mingpian.example.zh-CN.yaml' } as const;

export function configTemplate(language: keyof typeof files): string {
  const file = folders.map((folder) => new URL(files[language], folder)).find((url) => existsSync(url));
  if (file === undefined) throw new Error(`The package is incomplete: deploy/${files[language]} is missing.`);
  return readFileSync(file, 'utf8');
}
