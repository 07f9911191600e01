// The two pages a person sees at the demo's identity provider. No script, one style sheet allowed by its hash.
import { createHash } from 'node:crypto'

const STYLE = `
*{box-sizing:border-box}
body{margin:0;font:400 19px/1.45 "Be Vietnam Pro",system-ui,"Noto Sans",sans-serif;color:#1b1a1c;background:#fff}
header{background:#7a1730;color:#fff;padding:14px 20px}
header strong{display:block;font-size:21px;line-height:1.35}
header span{font-size:16px}
main{max-width:640px;margin:0 auto;padding:24px 20px 40px}
h1{font-size:28px;line-height:1.3;margin:0 0 12px}
p{margin:0 0 16px}
.note{border-left:6px solid #a8325a;background:#fbeff3;padding:12px 16px}
.error{border-left:6px solid #b3121d;padding:4px 16px;font-weight:700;color:#b3121d}
fieldset{border:0;margin:0 0 20px;padding:0;min-width:0}
legend{font-weight:700;margin-bottom:4px;padding:0}
.person{display:flex;gap:14px;align-items:flex-start;padding:14px 0;border-bottom:1px solid #d9d4d0}
.person input{flex:none;width:26px;height:26px;margin:2px 0 0;accent-color:#1c6b4a}
.person label{font-weight:700}
.person span{display:block;color:#5d5860;font-size:16px;overflow-wrap:anywhere}
ul{margin:0 0 20px;padding-left:22px}
button{font:inherit;font-weight:700;width:100%;min-height:52px;padding:10px 20px;border:0;cursor:pointer;margin:0 0 12px}
.agree{background:#1c6b4a;color:#fff}
.refuse{background:#f6f4f2;color:#1b1a1c;border:1px solid #5d5860}
:focus-visible{outline:3px solid #1b1a1c;outline-offset:2px;box-shadow:0 0 0 3px #ffdd00}
small{color:#5d5860;font-size:16px}
@media (min-width:600px){button{width:auto;margin-right:12px}}
`
export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`
const SHARED = ['Họ và tên, ngày sinh, giới tính', 'Số định danh cá nhân', 'Nơi cư trú', 'Số điện thoại', 'Mức định danh']
const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escape(text) {
  return String(text).replace(/[&<>"']/g, (char) => ESCAPES[char])
}

function page(title, body) {
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${escape(title)} – VNeID (bản thử nghiệm)</title>
<style>${STYLE}</style>
</head>
<body>
<header><strong>VNeID (bản thử nghiệm)</strong><span>Những người ở đây đều là người không có thật</span></header>
<main>${body}</main>
</body>
</html>`
}

function day(birthdate) {
  return birthdate.split('-').reverse().join('/')
}

function choice(person, first) {
  const id = `person-${escape(person.sub)}`
  return `<div class="person"><input type="radio" name="person" id="${id}" value="${escape(person.sub)}" aria-describedby="${id}-about"${first ? ' autofocus' : ''}>
<div><label for="${id}">${escape(person.full_name)}</label>
<span id="${id}-about">Sinh ngày ${day(person.birthdate)} · ${escape(person.address)} · định danh mức ${escape(person.loa)}</span></div></div>`
}

/** The list of people to be, what will be shared, and the two answers. */
export function signInPage(people, error) {
  const title = error ? 'Lỗi: Đăng nhập' : 'Đăng nhập'
  return page(
    title,
    `<h1>Đăng nhập với tư cách ai?</h1>
<p class="note">Trang này thay cho ứng dụng VNeID khi chạy thử: không cần mật khẩu, chỉ cần chọn một người.</p>
<form method="post">
<fieldset${error ? ' aria-describedby="error"' : ''}><legend>Chọn một người</legend>
${error ? `<p class="error" id="error" role="alert">${escape(error)}</p>` : ''}
${people.map((person, index) => choice(person, index === 0 && error)).join('\n')}
</fieldset>
<p><strong>Trang dịch vụ công sẽ được biết:</strong></p>
<ul>${SHARED.map((line) => `<li>${line}</li>`).join('')}</ul>
<button class="agree" name="answer" value="yes">Đồng ý chia sẻ và đăng nhập</button>
<button class="refuse" name="answer" value="no">Không đồng ý</button>
</form>`,
  )
}

/** One sentence and what to do; the detail is for whoever set the provider up. */
export function messagePage(title, text, detail) {
  return page(title, `<h1>${escape(title)}</h1><p>${escape(text)}</p>${detail ? `<p><small lang="en">${escape(detail)}</small></p>` : ''}`)
}
