import { isOwnerAlive } from '../vm-owner.ts';
import { sweepClaims } from './claims.ts';
import { defaultSubnetDirectory } from './subnet-allocator.ts';

/** A subnet that a dead harness had claimed, and what went wrong when it was freed. */
export interface SweptSubnet {
  readonly subnet: string;
  readonly failure?: string;
}

/** Frees the subnets of dead harnesses. Without it they are freed by the next claim; this tells of them. */
export function sweepLeftoverSubnets(directory: string = defaultSubnetDirectory): readonly SweptSubnet[] {
  return sweepClaims({ directory, isAlive: isOwnerAlive }).map(({ name, ...rest }) => ({
    subnet: name.replace('-', '/'),
    ...rest,
  }));
}
