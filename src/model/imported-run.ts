/** A file that samples were read from. */
export interface ImportedFile {
  /** As the tool that wrote it knows it: without the folders that lead to it. */
  readonly name: string;
  readonly sha256: string;
}

/** Where the samples of a run come from that this tool has not measured, and what is not known of them. */
export interface ImportedRun {
  /** As `import --from` takes it: "hyperfine". */
  readonly source: string;
  /** Of the tool that measured; absent where neither file nor flag tells. */
  readonly toolVersion?: string;
  readonly files: readonly ImportedFile[];
  /** Whether the trials stand in the order in which they were measured. */
  readonly isOrdered: boolean;
  /** Whether blocks are the source's own; else each trial is one by itself, and the trials of two arms are independent. */
  readonly hasBlocks: boolean;
  /** What of the values is not as this tool measures: "each sample is the mean of some iterations". */
  readonly remarks: readonly string[];
  /** What the source does not tell, in words that follow "nothing tells": "the host". */
  readonly missing: readonly string[];
}

interface WithImport {
  readonly imported?: ImportedRun;
}

/** "hyperfine 1.18.0", "csv". */
export function sourceName({ source, toolVersion }: ImportedRun): string {
  return toolVersion === undefined ? source : `${source} ${toolVersion}`;
}

/** Whether the order of the trials is that of their measuring: only then can drift be told. */
export function hasOrder({ imported }: WithImport): boolean {
  return imported?.isOrdered ?? true;
}

/** Whether trials of one block were measured side by side: only then are they compared within it. */
export function hasBlocks({ imported }: WithImport): boolean {
  return imported?.hasBlocks ?? true;
}
