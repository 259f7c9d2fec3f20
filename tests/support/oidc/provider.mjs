// A real OpenID Connect provider on a free loopback port, for tests. Its first line of output is its
// address. It signs in whoever `POST /next` named (claims as JSON), without asking for a password.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const redirectUris = process.argv.slice(2);
let next = {};

const server = createServer();
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: "wireroom", client_secret: "s3cret", redirect_uris: redirectUris }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "given_name", "family_name"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, accountId) => ({ accountId, claims: () => JSON.parse(accountId) }),
  cookies: { keys: ["for tests"] },
});

async function signIn(request, response) {
  const { prompt, params } = await provider.interactionDetails(request, response);
  const accountId = JSON.stringify({ sub: "someone", ...next });
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope("openid email profile");
  const result = prompt.name === "login"
    ? { login: { accountId } }
    : { consent: { grantId: await grant.save() } };
  await provider.interactionFinished(request, response, result);
}

async function body(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

server.on("request", async (request, response) => {
  if (request.url === "/next") {
    next = JSON.parse(await body(request));
    response.end();
  } else if (request.url.startsWith("/interaction/")) {
    await signIn(request, response);
  } else {
    provider.callback()(request, response);
  }
});
console.log(issuer);
