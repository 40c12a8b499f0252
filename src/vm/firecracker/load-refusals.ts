import type { Refusal } from './refusal.ts';

const load = { path: /^\/snapshot\/load$/, action: 'restore the snapshot' } as const;
const invalid = { ...load, code: 'SNAPSHOT_INVALID' } as const;
const remake = 'Make the snapshot anew';
const untouched = 'Leave the files in the jail alone, and give the spec that the snapshot was made with';

/** What comes back from a load that fails inside the VMM, which ends then. */
export const loadRefusals: readonly Refusal[] = [
  {
    ...invalid,
    words: /CRC64 validation failed|smaller than CRC length/,
    seen: 'its vmstate file is damaged or cut off',
    hint: remake,
  },
  {
    ...invalid,
    words: /Failed to open snapshot file/,
    seen: 'its vmstate file cannot be opened in the jail',
    hint: untouched,
  },
  {
    ...invalid,
    words: /from file: Failed to load guest memory/,
    seen: 'its memory file cannot be opened in the jail',
    hint: untouched,
  },
  {
    ...invalid,
    words: /offset and length is greater then file length/,
    seen: "its memory file is shorter than the guest's memory",
    hint: remake,
  },
  {
    ...invalid,
    words: /Unknown Network Device/,
    seen: 'it has no network interface of the name in networkOverrides',
    hint: 'Name interfaces that the snapshot has',
  },
  {
    ...invalid,
    words: /Invalid (?:data version|magic value)/,
    seen: 'it is in a format that this Firecracker does not read',
    hint: 'Restore it by the version that made it',
  },
  {
    ...load,
    words: /Failed to connect to UDS Unix stream: Permission denied/,
    seen: "the page-fault handler's socket belongs to another user than that of the jail",
    hint: "Give the socket to the jail's user",
  },
  {
    ...load,
    words: /Failed to connect to UDS Unix stream/,
    seen: 'the page-fault handler has gone, or its socket has',
    hint: 'Look into the console of the failed trial for what the handler said',
  },
  {
    ...load,
    words: /VsockUnixBackend: Error binding .*Address in use/,
    seen: "a file of an earlier vsock has the name of the snapshot's",
    hint: 'Restore in a jail of its own, and remove the file before',
  },
  {
    ...load,
    words: /Block: .*Error manipulating the backing file: No such file/,
    seen: 'a drive that it was made with is not in the jail',
    hint: untouched,
  },
  {
    ...load,
    words: /Net: .*Operation not permitted/,
    seen: 'a tap is absent from the network namespace of the jail, or belongs to another user than that of the jail',
    hint: 'Make the tap in that namespace with "ip tuntap add NAME mode tap user UID", or name another in networkOverrides',
  },
  {
    ...load,
    words: /Net: .*Resource busy/,
    seen: 'another process holds its tap',
    hint: 'Give each clone a tap of its own by networkOverrides, or a network namespace',
  },
];
