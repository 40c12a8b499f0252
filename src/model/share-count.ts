/** How many of `count` trials did what is counted: were slow, failed, exceeded a limit. */
export interface ShareCount {
  readonly hits: number;
  readonly count: number;
}
