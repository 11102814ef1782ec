import { auth, signIn, signOut } from '../auth';

export async function generateMetadata() {
  const session = await auth();
  return { title: session?.user?.name ?? 'Nobody' };
}

export default async function Page() {
  const session = await auth();
  return session ? (
    <form action={leave}>
      <h1>Hello, {session.user?.name}</h1>
      <button type="submit">Sign out</button>
    </form>
  ) : (
    <form action={enter}>
      <button type="submit">Sign in with WeChat</button>
    </form>
  );
}

async function enter() {
  'use server';
  await signIn('mingpian');
}

async function leave() {
  'use server';
  await signOut();
}
