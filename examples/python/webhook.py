"""A webhook and a sign-in for a WeChat Official Account, with Python's standard library alone.

It knows nothing of the simulator: WeChat is where WECHAT_API_BASE says, the account is that of WECHAT_APPID.
"""

import hashlib
import json
import os
import threading
import time
import urllib.parse
import urllib.request
import xml.etree.ElementTree as xml
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

API = os.environ.get("WECHAT_API_BASE", "https://api.weixin.qq.com")
APP_ID = os.environ["WECHAT_APPID"]
APP_SECRET = os.environ["WECHAT_APPSECRET"]
TOKEN = os.environ["WECHAT_TOKEN"]

REPLY = (
    "<xml><ToUserName><![CDATA[{to}]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>"
    "<CreateTime>{now}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content></xml>"
)


def call(path, query, body=None):
    """One call to the API; what WeChat answers, as a dictionary."""
    url = f"{API}{path}?{urllib.parse.urlencode(query)}"
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    with urllib.request.urlopen(url, data, timeout=10) as reply:
        return json.load(reply)


class AppToken:
    """The account's token, renewed when WeChat says that it is no longer good."""

    def __init__(self):
        self.lock = threading.Lock()
        self.value = None

    def fetch(self):
        query = {"grant_type": "client_credential", "appid": APP_ID, "secret": APP_SECRET}
        self.value = call("/cgi-bin/token", query)["access_token"]

    def call(self, path, query=None, body=None):
        for last in (False, True):
            with self.lock:
                if self.value is None:
                    self.fetch()
                value = self.value
            answer = call(path, {"access_token": value, **(query or {})}, body)
            if answer.get("errcode", 0) not in (40001, 42001) or last:
                return answer
            with self.lock:
                if self.value == value:
                    self.value = None


app_token = AppToken()


def answer_to(push):
    """What a person sees for what the person did; empty for nothing."""
    kind = push.findtext("MsgType")
    if kind == "text":
        return f"你说：{push.findtext('Content')}"
    event = push.findtext("Event")
    if event == "subscribe":
        return "欢迎关注"
    if event == "CLICK":
        return f"你点了 {push.findtext('EventKey')}"
    return ""


class Handler(BaseHTTPRequestHandler):
    def is_signed(self, query):
        parts = sorted([TOKEN, query.get("timestamp", ""), query.get("nonce", "")])
        return hashlib.sha1("".join(parts).encode()).hexdigest() == query.get("signature")

    def answer(self, status, text, kind="text/plain"):
        body = text.encode()
        self.send_response(status)
        self.send_header("content-type", f"{kind}; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        if url.path == "/callback":
            self.sign_in(query)
        elif self.is_signed(query):
            self.answer(200, query.get("echostr", ""))
        else:
            self.answer(403, "not from WeChat")

    def do_POST(self):
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if not self.is_signed(query):
            self.answer(403, "not from WeChat")
            return
        push = xml.fromstring(body)
        text = answer_to(push)
        if text == "":
            self.answer(200, "success")
            return
        to, sender = push.findtext("FromUserName"), push.findtext("ToUserName")
        self.answer(200, REPLY.format(to=to, sender=sender, now=int(time.time()), text=text), "text/xml")

    def sign_in(self, query):
        asked = {"appid": APP_ID, "secret": APP_SECRET, "code": query.get("code", ""), "grant_type": "authorization_code"}
        grant = call("/sns/oauth2/access_token", asked)
        if "errcode" in grant:
            self.answer(400, f"WeChat says {grant['errcode']}")
            return
        asked = {"access_token": grant["access_token"], "openid": grant["openid"], "lang": "zh_CN"}
        self.answer(200, f"你好，{call('/sns/userinfo', asked)['nickname']}")

    def log_message(self, *_):
        pass


def serve(port=0):
    """A running server; `server_address` tells its port."""
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "3000"))), Handler).serve_forever()
