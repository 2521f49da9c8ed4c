import type { Config } from "./config";

/**
 * One constructed sheet: a page's policy may forbid style elements and attributes, and not this.
 * Transparent borders are those that stand out where the system chooses the colours. What is said
 * of the host is important, since a page's own rules, such as `body > *`, would come before it.
 */
export const style = ({ colour, ink, corner }: Config) => `
:host{all:initial!important;position:fixed!important;z-index:2147483647!important;bottom:16px!important;inset-inline-${corner}:16px!important;font:15px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",Tahoma,sans-serif!important}
:lang(fa){line-height:1.75}
.go{display:inline-flex;gap:8px;align-items:center;justify-content:center;box-sizing:border-box;min-height:48px;max-width:calc(100vw - 32px);padding:8px 20px;border:2px solid transparent;border-radius:24px;background:${colour};color:${ink};font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
.up{box-shadow:0 2px 10px #0005}
svg{flex:none;width:22px;fill:currentColor}
:focus-visible{outline:3px solid #0b57d0;outline-offset:2px;box-shadow:0 0 0 7px #fff}
[popover]{position:fixed;inset:auto;bottom:76px;inset-inline-${corner}:16px;box-sizing:border-box;width:300px;max-width:calc(100vw - 32px);max-height:calc(100vh - 92px);padding:16px;overflow:auto;border:2px solid transparent;border-radius:14px;outline:0;background:#fff;color:#16202a;box-shadow:0 6px 30px #0004}
.head,.way{display:flex;gap:8px;align-items:center}
.head{justify-content:space-between;font-weight:600}
.way{flex-direction:column;padding:8px 0;text-align:center}
p{margin:0}
p>.go{display:flex;margin-top:8px}
a:not(.go){display:inline-block;padding:4px;color:inherit}
img{background:#fff;forced-color-adjust:none}
summary{padding:10px 4px;border-top:1px solid #dde3e8;cursor:pointer}
.x{width:40px;height:40px;margin:-8px;border:2px solid transparent;border-radius:50%;background:none;color:inherit;font:inherit;cursor:pointer}
@media print{:host{display:none!important}}`;
