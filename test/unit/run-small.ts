/** The folder of the fixture run; `aSmallRun()` builds its content. */
export const runSmallFolder: string = new URL('../fixtures/run-small/', import.meta.url).pathname;
