import { data, jsonBody, Refusal } from '../../../call.ts';
import { appEndpoint } from '../../../endpoint.ts';

/** A notice by template, to followers only. Which templates an account has is not simulated: any id will do, and the report says so. */
export const templateMessage = appEndpoint('templateMessage', (call) => {
  const { world, account } = call;
  const { touser, template_id: templateId, url, data: values } = jsonBody(call);
  const person = typeof touser === 'string' ? world.personOfOpenid(account, touser) : undefined;
  if (person === undefined) throw new Refusal(40003, 'C-07');
  if (typeof templateId !== 'string' || templateId === '') throw new Refusal(40037, 'K-10');
  if (!world.isFollower(person.name, account.name)) throw new Refusal(43004, 'C-07');
  world.finding('gap', 'K-10', 'which templates an account has is not simulated: any template_id and data will do');
  const message = world.addMessage(person.name, account.name, {
    from: 'account',
    type: 'template',
    templateId,
    data: values,
    ...(typeof url === 'string' ? { url } : {}),
  });
  return data({ errcode: 0, errmsg: 'ok', msgid: Number(message.id) }, 'K-10');
});
