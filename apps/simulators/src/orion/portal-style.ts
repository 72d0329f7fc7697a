import { BASE_STYLE } from '../host/base-style.ts';

export const PORTAL_STYLE = `${BASE_STYLE}
body{font:14px/1.4 Arial,Helvetica,sans-serif;background:#dfe5ea;color:#17222c}
.top{background:#3b4a57;color:#fff}.product{color:#fff;font-size:1.1em}
.person{background:#fff;border-bottom:1px solid #c3ccd4}.person.dead{background:repeating-linear-gradient(135deg,#e3e3e3 0 8px,#f4f4f4 8px 16px)}
.columns nav{background:#eef1f4}.columns nav a{color:#22303c}
.columns nav a[aria-current]{background:#fff;border-left:4px solid #3b4a57;font-weight:bold}
a{color:#0b4f8a}.refused h2{color:#8f0e20}
`;
