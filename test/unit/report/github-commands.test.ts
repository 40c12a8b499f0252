import { describe, expect, it } from 'vitest';
import { githubCommand } from '../../../src/report/github-commands.ts';

describe('githubCommand()', () => {
  it.each([
    ['error', {}, 'plain', '::error::plain'],
    [
      'error',
      { title: 'a:b,c%d\ne' },
      '100 %, a:b\r\nc',
      '::error title=a%3Ab%2Cc%25d%0Ae::100 %25, a:b%0D%0Ac',
    ],
    ['notice', { title: 't', file: 'f' }, '::stop\u001b[2J', '::notice title=t,file=f::::stop\ufffd[2J'],
  ])('writes %s %j %j', (...row) => {
    const [name, properties, message, line] = row;
    expect(githubCommand(name, properties, message)).toBe(line);
  });
});
