/** Addresses of the simulated WeChat: all stand in the ranges that are reserved for documentation. */

/** From which it pushes. */
export const callbackAddresses = ['192.0.2.10', '192.0.2.11', '198.51.100.0/24'] as const;

/** Of api.weixin.qq.com. */
export const apiAddresses = ['203.0.113.10', '203.0.113.11', '203.0.113.128/25'] as const;
