import { describe, expect, it } from 'vitest';
import { accountFact } from '../src/accounts.ts';
import { endpoints } from '../src/endpoints.ts';
import { lifetimes } from '../src/lifetimes.ts';
import { limits, type Quota, quotas } from '../src/limits.ts';
import { eventFact, events, messageFact, revokeInfos } from '../src/pushes.ts';
import { isQuirkName, quirks } from '../src/quirks.ts';
import { replies } from '../src/replies.ts';
import { eventKeyPrefixes, qrActions, subscribeScenes } from '../src/scenes.ts';
import { scopeFact } from '../src/scopes.ts';

const names = (row: { readonly fields: readonly { readonly name: string }[] } | undefined) =>
  row?.fields.map((field) => field.name).join(' ');

it('A-13 the authorise link keeps the order that desktop clients insist on', () => {
  expect(endpoints.authorise.parameters.map((parameter) => parameter.name).slice(0, 5)).toEqual([
    'appid',
    'redirect_uri',
    'response_type',
    'scope',
    'state',
  ]);
});

it('S-22 refreshing takes no secret', () => {
  expect(endpoints.refreshUserToken.parameters.map((parameter) => parameter.name)).not.toContain('secret');
});

it('B-09 a token always travels as access_token in the query', () => {
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const first = endpoint.parameters[0];
    if ('token' in endpoint) expect(first, name).toEqual({ name: 'access_token', in: 'query', required: true });
    else expect(first?.name, name).not.toBe('access_token');
  }
});

it('a GET has no body', () => {
  for (const [name, endpoint] of Object.entries(endpoints)) {
    if (endpoint.method === 'GET')
      expect(
        endpoint.parameters.every((each) => each.in === 'query'),
        name,
      ).toBe(true);
  }
});

describe('lifetimes and limits, in the units of their names', () => {
  it.each([
    ['T-01', lifetimes.appToken.value, 2 * 3600],
    ['T-07', lifetimes.appTokenOverlap.value, 5 * 60],
    ['T-13', lifetimes.forcedRefreshInterval.value, 30],
    ['A-24', lifetimes.code.value, 5 * 60],
    ['S-20', lifetimes.refreshToken.value, 30 * 24 * 3600],
    ['M-21', lifetimes.pushTimeout.value, 5],
    ['C-04', lifetimes.customerMessageWindow.value, 48 * 3600],
    ['T-14', limits.forcedRefreshesPerDay.value, 20],
    ['U-04', limits.batchSize.value, 100],
    ['U-14', limits.followersPerPage.value, 10_000],
    ['U-16', limits.remarkBytes.value, 29],
    ['M-17', limits.pushAttempts.value, 3],
    ['M-18', limits.pushAttemptsOnBadStatus.value, 4],
    ['A-22', limits.stateBytes.value, 128],
  ])('%s %i', (_, value, expected) => {
    expect(value).toBe(expected);
  });
});

describe('quotas', () => {
  const quota = (endpoint: string, per: string): Quota | undefined =>
    quotas.find((row) => row.endpoint === endpoint && row.per === per);

  it.each([
    ['T-08', 'appToken', 'day', 2000, 200],
    ['T-26', 'stableToken', 'minute', 10_000, undefined],
    ['T-26', 'stableToken', 'day', 500_000, undefined],
    ['S-38', 'codeExchange', 'minute', 50_000, undefined],
    ['Q-04', 'followers', 'day', 500, 100],
    ['Q-07', 'userInfo', 'day', 5_000_000, 500_000],
    ['C-14', 'clearQuota', 'month', 10, undefined],
    ['Q-09', 'clearApiQuota', 'month', 50, undefined],
    ['N-03', 'miniprogramLogin', 'minute', 100, undefined],
  ])('%s %s a %s', (_, endpoint, per, calls, sandboxCalls) => {
    expect(quota(endpoint, per)?.calls).toBe(calls);
    expect(quota(endpoint, per)?.sandboxCalls).toBe(sandboxCalls);
  });
});

describe('pushes', () => {
  it.each([
    ['text', 'Content bizmsgmenuid'],
    ['image', 'PicUrl MediaId'],
    ['voice', 'MediaId Format MediaId16K Recognition'],
    ['video', 'MediaId ThumbMediaId'],
    ['shortvideo', 'MediaId ThumbMediaId'],
    ['location', 'Location_X Location_Y Scale Label'],
    ['link', 'Title Description Url'],
  ])('M-37 %s', (type, fields) => {
    expect(names(messageFact(type))).toBe(fields);
  });

  it.each([
    ['M-09', 'subscribe', 'EventKey Ticket'],
    ['M-12', 'unsubscribe', 'EventKey'],
    ['M-11', 'SCAN', 'EventKey Ticket'],
    ['M-38', 'LOCATION', 'Latitude Longitude Precision'],
    ['M-13', 'CLICK', 'EventKey'],
    ['M-13', 'VIEW', 'EventKey MenuId'],
    ['E-01', 'user_authorization_revoke', 'OpenID UnionID AppID RevokeInfo'],
    ['E-02', 'user_authorization_cancellation', 'OpenID UnionID AppID'],
    ['E-03', 'user_info_modified', 'OpenID UnionID AppID'],
    ['M-39', 'verify_expired', 'ExpiredTime FailReason'],
  ])('%s %s', (_, event, fields) => {
    expect(names(eventFact(event))).toBe(fields);
  });

  it('M-08 events are told apart by case and carry no MsgId', () => {
    expect(eventFact('scan')).toBeUndefined();
    expect(events.filter((row) => names(row)?.split(' ').includes('MsgId'))).toEqual([]);
  });

  it('E-01 205 is nickname and avatar', () => {
    expect(revokeInfos.find((row) => row.code === 205)?.en).toBe('nickname and avatar');
  });

  it('M-10 only qrscene_ announces a scene', () => {
    expect(eventKeyPrefixes.scene.value).toBe('qrscene_');
    expect(eventKeyPrefixes.payment.value).toBe('last_trade_no_');
  });

  it('replies are the seven passive kinds', () => {
    expect(replies.map((row) => row.type).join(' ')).toBe(
      'text image voice video music news transfer_customer_service',
    );
  });
});

it('R-01 to R-03 the four kinds of QR code', () => {
  expect(qrActions.map((row) => `${row.name} ${row.temporary} ${row.scene}`)).toEqual([
    'QR_SCENE true scene_id',
    'QR_STR_SCENE true scene_str',
    'QR_LIMIT_SCENE false scene_id',
    'QR_LIMIT_STR_SCENE false scene_str',
  ]);
});

it('U-18 thirteen follow scenes', () => {
  expect(subscribeScenes).toHaveLength(13);
});

it('S-24 only a profile scope may read sns/userinfo', () => {
  expect(
    ['snsapi_base', 'snsapi_userinfo', 'snsapi_login', 'snsapi_other'].map((scope) => scopeFact(scope)?.profile),
  ).toEqual([false, true, true, undefined]);
});

it('K-06 a test account cannot be bound to an open platform', () => {
  expect(accountFact('sandbox').bindable).toBe(false);
  expect(accountFact('service').bindable).toBe(true);
});

it('the quirks are the forty of the protocol', () => {
  expect(quirks).toHaveLength(40);
  expect(isQuirkName('usedCodeAs40029')).toBe(true);
  expect(isQuirkName('toString')).toBe(false);
});
