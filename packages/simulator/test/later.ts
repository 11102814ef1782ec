/**
 * Rows of the conformance table without a test of ours yet, with the reason. A row leaves this list in the commit that
 * brings its test.
 */
export const later: Record<string, string> = {
  'T-24': 'the confirmation of risky addresses by an administrator is not simulated',
  'A-27': 'fault doubleOpen: a matter of the phone, which requests the callback',
  'A-30': 'the full service of a snapshot page: a matter of the phone',
  'A-31': "a snapshot page's own cookies: a matter of the phone",
  'A-34': 'the back button: a matter of the phone',
  'A-35': 'a shared callback address: needs an application that must not sign in',
  'D-02': 'the limit of callback hosts when they are saved: a matter of the control API',
  'D-03': 'the verification file when a host is saved: the console is not simulated',
  'D-04': 'the form of a host when it is saved: a matter of the control API',
  'H-21': 'push modes before 2014-10-13: a matter of the control API',
  'H-23': 'privacy events before 2022: a matter of the pushes',
  'C-05': 'a tap on a view button: a matter of the phone',
  'C-11': 'scanning an expired code: a matter of the phone',
  'C-13': 'the JS-SDK is not simulated',
  'C-17': 'a tap on a menu that leads to the authorise page: a matter of the phone',
  'N-05': 'changeopenid is a gap',
  'N-06': 'changeopenid is a gap',
  'X-02': 'no request leaves the machine: needs a test of the whole process',
  'X-06': 'what fires when the clock advances: a matter of the control API',
  'X-07': 'the table against the routes: needs the table in the repository',
  'X-09': 'the phone page by keyboard: a matter of the phone page',
  'X-10': 'recipes of other SDKs: a matter of the repository',
};
