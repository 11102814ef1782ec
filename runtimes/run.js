// Runs the table and prints its results: what Node, Bun and Deno are started with. The first argument is the server's origin.
import process from 'node:process';
import { runTable } from './runtime-table.js';

console.log(JSON.stringify(await runTable({ wechat: process.argv[2] })));
