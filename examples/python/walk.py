"""Simulated people use the webhook of webhook.py: follow, message, menu, sign-in, and a token that dies early.

    npm run mingpian -- simulate -- python3 examples/python/walk.py

Nothing but the simulator's control API is needed for that, in any language.
"""

import json
import os
import urllib.request

import webhook

WORLD = os.environ["WECHAT_SIM_CONTROL"] + "/worlds/default"


def sim(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(WORLD + path, data, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=30) as reply:
        text = reply.read()
        return json.loads(text) if text else None


def says(pushes):
    return [push["reply"] and push["reply"]["text"] for push in pushes["pushes"]]


server = webhook.serve()
origin = f"http://127.0.0.1:{server.server_address[1]}"

# The standard library has no AES, so the account pushes in plain mode.
sim("PUT", "/accounts/service", {"push": {"mode": "plain"}})
assert sim("POST", "/accounts/service/connect", {"url": origin + "/webhook"}) == {"ok": True}

assert says(sim("POST", "/people/xiaoming/follow", {"account": "service"})) == ["欢迎关注"]
assert says(sim("POST", "/people/xiaoming/say", {"account": "service", "text": "你好"})) == ["你说：你好"]

menu = {"button": [{"type": "click", "name": "签到", "key": "SIGN"}]}
assert webhook.app_token.call("/cgi-bin/menu/create", body=menu)["errcode"] == 0
assert says(sim("POST", "/people/xiaoming/tap-menu", {"account": "service", "path": "签到"})) == ["你点了 SIGN"]

link = {"account": "service", "redirectUri": origin + "/callback", "scope": "snsapi_userinfo", "state": "s1"}
assert "sheet" in sim("POST", "/people/xiaoming/authorize", link)
callback = sim("POST", "/people/xiaoming/allow")
with urllib.request.urlopen(callback["url"], timeout=10) as page:
    assert page.read().decode() == "你好，小明"

openid = sim("GET", "/people/xiaoming/openid?account=service")["openid"]
assert webhook.app_token.call("/cgi-bin/user/info", {"openid": openid})["subscribe"] == 1
before = webhook.app_token.value
sim("POST", "/tokens/expire", {"account": "service", "kind": "app"})
assert webhook.app_token.call("/cgi-bin/user/info", {"openid": openid})["subscribe"] == 1
assert webhook.app_token.value != before

# What this machine forgives and WeChat would not is told, nothing else is there to tell: a host with a port, twice.
findings = sim("GET", "/report")["findings"]
assert {finding["rule"] for finding in findings} == {"A-04", "M-33"}, findings
print("follow, message, menu, sign-in, token: all as with WeChat")
