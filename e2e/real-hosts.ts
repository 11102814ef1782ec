import { Agent } from 'node:https';
import { connect } from 'node:net';

/**
 * An agent for clients that know only WeChat's real host names: every connection ends at the simulator, where the Host
 * header says which of WeChat's hosts was meant. Nothing leaves the machine.
 */
export function agentFor(base: string): Agent {
  const { hostname, port } = new URL(base);
  const agent = new Agent();
  agent.createConnection = () => connect(Number(port), hostname);
  return agent;
}
