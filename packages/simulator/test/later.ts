/**
 * Rows of the conformance table without a test of ours yet, with the reason. A row leaves this list in the commit that
 * brings its test.
 */
export const later: Record<string, string> = {
  'D-02': 'the limit of callback hosts when they are saved: a matter of the control API',
  'D-03': 'the verification file when a host is saved: the console is not simulated',
  'D-04': 'the form of a host when it is saved: a matter of the control API',
  'H-21': 'push modes before 2014-10-13: a matter of the control API',
  'C-05': 'a tap on a view button: a matter of the phone',
  'C-11': 'scanning an expired code: a matter of the phone',
  'C-13': 'the JS-SDK is not simulated',
  'N-05': 'changeopenid is a gap',
  'N-06': 'changeopenid is a gap',
  'X-06': 'what fires when the clock advances: a matter of the control API',
  'X-07': 'the table against the routes: needs the table in the repository',
  'X-09': 'the phone page by keyboard: a matter of the phone page',
  'X-10': 'recipes of other SDKs: a matter of the repository',
};
