// The identity provider of the demo and the tests: stands where VNeID stands in real life, with invented people.
// OpenID Connect, authorization code with PKCE. Everything is kept in memory; it is never part of a real deployment.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'

import { interactionPolicy, Provider } from 'oidc-provider'

import { messagePage, signInPage, STYLE_HASH } from './pages.mjs'

const port = Number(process.env.PORT ?? 8001)
const issuer = process.env.ISSUER ?? `http://127.0.0.1:${port}`
const redirectUris = (process.env.REDIRECT_URIS ?? '').split(',').filter(Boolean)
const peopleFile = process.env.PEOPLE_FILE ?? fileURLToPath(new URL('people.json', import.meta.url))
const people = new Map(JSON.parse(readFileSync(peopleFile, 'utf-8')).map((person) => [person.sub, person]))
const claims = ['sub', 'personal_number', 'full_name', 'birthdate', 'gender', 'address', 'phone_number', 'loa']
const scopes = ['openid', 'profile', 'phone', 'address']

function signingKeys() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }] }
}

// Nobody is signed in silently: each time, the visitor of the demo chooses who to be.
function askEveryTime() {
  const policy = interactionPolicy.base()
  const { Check } = interactionPolicy
  policy.get('login').checks.add(new Check('chosen', 'nobody was chosen yet', (ctx) => !ctx.oidc.result?.login))
  return policy
}

async function grantOf(ctx) {
  const { client, provider, session } = ctx.oidc
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId })
  grant.addOIDCScope(scopes.join(' '))
  grant.addOIDCClaims(claims)
  await grant.save()
  return grant
}

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: process.env.CLIENT_ID ?? 'nam-khong',
      client_secret: process.env.CLIENT_SECRET ?? 'chi-de-chay-thu-tren-may-nay',
      redirect_uris: redirectUris,
      response_types: ['code'],
      grant_types: ['authorization_code'],
    },
  ],
  clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
  claims: { openid: claims },
  conformIdTokenClaims: false,
  cookies: {
    keys: [randomBytes(32).toString('hex')],
    names: { session: 'vneid_thu_phien', interaction: 'vneid_thu_chon', resume: 'vneid_thu_tiep' },
  },
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
  findAccount: async (ctx, sub) => {
    const person = people.get(sub)
    return person && { accountId: sub, claims: async () => person }
  },
  interactions: { policy: askEveryTime(), url: (ctx, interaction) => `/dang-nhap/${interaction.uid}` },
  jwks: signingKeys(),
  loadExistingGrant: grantOf,
  pkce: { required: () => true },
  renderError: async (ctx, out) => {
    ctx.type = 'html'
    ctx.set(headers(''))
    ctx.body = messagePage(
      'Chưa đăng nhập được',
      'Yêu cầu đăng nhập không đúng hoặc đã quá hạn. Xin quay lại trang dịch vụ công và bấm “Đăng nhập bằng VNeID” lần nữa.',
      `${out.error}: ${out.error_description ?? ''}`,
    )
  },
  scopes,
  ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 3600, IdToken: 600, Interaction: 1800, Session: 3600 },
})

function headers(returnTo) {
  const origins = [...new Set(redirectUris.map((uri) => new URL(uri).origin))].join(' ')
  return {
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src '${STYLE_HASH}'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${returnTo || origins}`,
    'content-type': 'text/html; charset=utf-8',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  }
}

async function formOf(request) {
  let text = ''
  for await (const chunk of request) {
    text += chunk
    if (text.length > 10_000) throw new Error('form too long')
  }
  return new URLSearchParams(text)
}

async function answer(request, response) {
  await provider.interactionDetails(request, response) // refuses a sign-in that is not this browser's or is too old
  if (request.method !== 'POST') {
    response.writeHead(200, headers('')).end(signInPage([...people.values()], ''))
    return
  }
  const form = await formOf(request)
  if (form.get('answer') === 'no') {
    const refusal = { error: 'access_denied', error_description: 'The person did not agree to share.' }
    await provider.interactionFinished(request, response, refusal)
    return
  }
  const chosen = people.get(form.get('person'))
  if (!chosen) {
    const page = signInPage([...people.values()], 'Xin chọn một người để đăng nhập.')
    response.writeHead(422, headers('')).end(page)
    return
  }
  const login = { accountId: chosen.sub, remember: false, amr: ['pwd', 'otp'], acr: `LoA${chosen.loa}` }
  await provider.interactionFinished(request, response, { login })
}

const oidc = provider.callback()
const server = createServer((request, response) => {
  if (request.url === '/suc-khoe') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}')
  } else if (request.url.startsWith('/dang-nhap/')) {
    answer(request, response).catch(() => {
      const text = 'Lượt đăng nhập này đã quá hạn. Xin quay lại trang dịch vụ công và bấm “Đăng nhập bằng VNeID” lần nữa.'
      response.writeHead(400, headers('')).end(messagePage('Chưa đăng nhập được', text, ''))
    })
  } else {
    oidc(request, response)
  }
})
server.on('error', (error) => {
  console.error(`Nhà cung cấp danh tính thử nghiệm không mở được cổng ${port}: ${error.code}`)
  process.exit(1)
})
server.listen(port, process.env.HOST ?? '127.0.0.1', () => console.log(`issuer ${issuer}`))
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    server.close(() => process.exit(0))
    server.closeAllConnections()
  })
}
