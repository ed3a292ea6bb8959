// An OpenID provider nobody here wrote (oidc-provider), for tests: openIdProvider.mjs HOST PORT PEOPLE
// PEOPLE is JSON: what it says of whom, by the name one signs in with there; any password opens. It ends with its standard input.
import { createServer } from 'node:http';
import process from 'node:process';
import Provider from 'oidc-provider';

const [host, port, people] = [process.argv[2], Number(process.argv[3]), JSON.parse(process.argv[4])];

/** Which port the pages under test have is not known beforehand. */
const isOurs = (path) => (address) =>
  ['127.0.0.1', 'localhost'].includes(new URL(address).hostname) && new URL(address).pathname === path;

const server = createServer();
server.listen(port, '127.0.0.1', () => {
  const issuer = `http://${host}:${String(server.address().port)}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'conferencing',
        client_secret: 'bi-mat-cua-may-khach-khong-ai-biet',
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: ['http://127.0.0.1/openid/back'],
        post_logout_redirect_uris: ['http://127.0.0.1/openid/signed-out'],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    cookies: { keys: ['for tests only'] },
  });
  provider.Client.prototype.redirectUriAllowed = isOurs('/openid/back');
  provider.Client.prototype.postLogoutRedirectUriAllowed = isOurs('/openid/signed-out');
  server.on('request', provider.callback());
  process.stdout.write(`${issuer}\n`);
});
process.stdin.resume().on('end', () => process.exit());
