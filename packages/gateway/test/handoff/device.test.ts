import { describe, expect, it } from 'vitest';
import { deviceText, networkText } from '../../src/handoff/device.ts';
import { desktopAgent, phoneAgent } from './stage.ts';

describe('the waiting side in words', () => {
  it.each([
    [desktopAgent['user-agent'], 'Windows 电脑，Edge', 'Windows computer, Edge'],
    [phoneAgent['user-agent'], 'iPhone，Safari', 'iPhone, Safari'],
    ['<script>', '不认识的设备', 'Unknown device'],
  ])('%s', (agent, zh, en) => {
    expect([deviceText(agent, 'zh'), deviceText(agent, 'en')]).toEqual([zh, en]);
  });

  it('shows the network, not the machine', () => {
    expect(networkText('::ffff:203.0.113.7')).toBe('203.0.113.*');
    expect(networkText('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2:*');
  });
});
