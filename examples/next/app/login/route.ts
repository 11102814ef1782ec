import { login } from '../sign-in.ts';

export const GET = login.start;
