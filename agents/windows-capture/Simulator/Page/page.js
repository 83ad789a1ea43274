"use strict";
const $ = id => document.getElementById(id);
const colours = ["#5b8ff9", "#f6903d", "#9270ca", "#3bb6a5", "#e8684a", "#6f86b5", "#d4a72c", "#c2669f"];
let state = { chats: [], nickname: "" };
let shown = location.hash.slice(1) || null;   // what the person looks at; the automation has state.open_chat_id open
let drawn = "";

/* Everything that people typed goes through textContent and never through markup. */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
function avatar(name, own) {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) >>> 0;
  const made = element("span", { class: "avatar" }, [...name][0] || "?");
  made.style.background = own ? "var(--green)" : colours[sum % colours.length];
  return made;
}
function clock(at, seconds) {
  return new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", second: seconds ? "2-digit" : undefined, hour12: false });
}
function fail(text) {
  $("fault").textContent = text;
  $("fault").style.display = "block";
  clearTimeout(fail.timer);
  fail.timer = setTimeout(() => $("fault").style.display = "none", 4000);
}
async function call(method, path, body) {
  const answer = await fetch(path, { method, headers: { "content-type": "application/json" }, body: body && JSON.stringify(body) });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.detail || "模拟器没有接受（" + answer.status + "）");
  }
  return answer.status === 204 ? null : answer.json();
}

function drawList() {
  $("me-name").textContent = state.nickname;
  $("me-avatar").textContent = [...state.nickname][0] || "";
  $("at-name").textContent = "@" + state.nickname;
  $("chat-list").replaceChildren(...state.chats.map(chat => {
    const face = avatar(chat.name);
    if (chat.unread > 0) face.append(element("span", { class: "badge" }, chat.unread > 99 ? "99+" : String(chat.unread)));
    const last = chat.rows[chat.rows.length - 1];
    const head = element("div", {}, element("b", {}, chat.name));
    if (chat.id === state.open_chat_id) head.append(element("span", { class: "eye", title: "客服程序打开着这个聊天 · open in the automation" }, "客服"));
    if (last) head.append(element("time", {}, clock(last.at)));
    const item = element("li", { "data-chat": chat.id, tabindex: "0", class: chat.id === shown ? "active" : "" },
      face, element("div", { class: "entry" }, head, element("p", {}, chat.preview || "还没有消息")));
    item.onclick = () => show(chat.id);
    item.onkeydown = press => { if (press.key === "Enter") show(chat.id); };
    return item;
  }));
}
function drawRow(row, chat) {
  if (row.class !== "text") return element("div", { class: "row " + row.class }, row.text);
  const speaker = row.own ? state.nickname : row.sender || chat.name;
  const said = element("div", { class: "said" });
  if (chat.members && !row.own) said.append(element("small", {}, speaker));
  const recall = element("button", { class: "recall", type: "button", title: "撤回 · take back" }, "撤回");
  recall.onclick = () => call("POST", "/play/chats/" + encodeURIComponent(chat.id) + "/recall", { row_id: row.id }).catch(error => fail(error.message));
  said.append(element("div", { class: "bubble" }, row.text), element("small", { class: "at" }, clock(row.at, true), recall));
  return element("div", { class: "row " + (row.own ? "own" : "other") }, avatar(speaker, row.own), said);
}
function drawChat() {
  const chat = state.chats.find(one => one.id === shown);
  const box = $("messages");
  $("play").style.visibility = chat ? "visible" : "hidden";
  if (!chat) {
    $("chat-name").textContent = "";
    box.replaceChildren(element("div", { id: "empty" }, "选择一个聊天 · choose a chat"));
    return;
  }
  $("chat-name").textContent = chat.name + (chat.members ? "（" + (chat.members.length + 1) + "）" : "");
  $("chat-kind").textContent = chat.members ? "群聊 · group" : "私聊 · private";
  $("draft").style.display = chat.draft ? "block" : "none";
  $("draft").textContent = "输入框：" + chat.draft;
  for (const id of ["member-label", "at-label"]) $(id).classList.toggle("group-only", !chat.members);
  const now = JSON.stringify([shown, chat.rows.length, chat.members, chat.rows.filter(row => row.class === "system").length]);
  if (now === drawn) return;
  const chosen = $("customer-member").value;
  $("customer-member").replaceChildren(...(chat.members || []).map(name => element("option", { value: name }, name)));
  if (chat.members && chat.members.includes(chosen)) $("customer-member").value = chosen;
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 120 || !drawn.startsWith(JSON.stringify([shown]).slice(0, -1));
  drawn = now;
  box.replaceChildren(...(chat.rows.length ? chat.rows.map(row => drawRow(row, chat))
    : [element("div", { id: "empty" }, "还没有消息，在下面以客户身份说点什么吧")]));
  if (atEnd) box.scrollTop = box.scrollHeight;
}
function show(id) {
  shown = id;
  history.replaceState(null, "", "#" + id);
  document.body.classList.add("chatting");
  draw();
  if (matchMedia("(min-width: 721px)").matches) $("customer-input").focus();
}
function draw() { drawList(); drawChat(); }

let loading = false, again = false, first = location.hash.length > 1;
async function load() {
  if (loading) { again = true; return; }
  loading = true;
  try {
    do {
      again = false;
      state = await call("GET", "/play/state");
      if (!state.chats.some(chat => chat.id === shown)) shown = matchMedia("(min-width: 721px)").matches && state.chats[0] ? state.chats[0].id : null;
      if (shown && first) document.body.classList.add("chatting");
      first = false;
      draw();
    } while (again);
  } catch (error) {
    fail("与模拟器的连接断开，正在重试…");
  } finally {
    loading = false;
  }
}
function bytesOf(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
async function speak(event) {
  event.preventDefault();
  const chat = state.chats.find(one => one.id === shown);
  const typed = $("customer-input").value.trim();
  const kind = $("customer-kind").value, role = $("customer-role").value, file = $("customer-file").files[0];
  if (!chat || (!typed && ["text", "quote", "link", "card"].includes(kind))) return;
  if (!file && (kind === "image" || kind === "file")) { $("customer-file").click(); return; }
  const base = "/play/chats/" + encodeURIComponent(chat.id), own = role !== "customer";
  const sender = chat.members && !own ? $("customer-member").value : null;
  const text = chat.members && !own && kind === "text" && $("customer-at").checked ? "@" + state.nickname + "\u2005" + typed : typed;
  const body = { text, sender, kind, at_pc: role === "pc" };
  if (kind === "voice" || kind === "video") body.seconds = Math.max(1, Math.ceil(typed.length / 4));
  const last = chat.rows.filter(row => row.class === "text").pop();
  if (kind === "quote") Object.assign(body, last ? { quoted: last.text, quoted_sender: last.own ? state.nickname : last.sender || chat.name } : { kind: "text" });
  $("customer-send").disabled = true;
  try {
    if (file && (kind === "image" || kind === "file")) Object.assign(body, { file_name: file.name, content: await bytesOf(file) });
    if (kind === "pat") await call("POST", base + "/notices", { text: '"' + (sender || chat.name) + '" 拍了拍 "' + state.nickname + '"' });
    else await call("POST", base + (own ? "/own-messages" : "/messages"), body);
    $("customer-input").value = "";
    $("customer-file").value = "";
    $("customer-kind").value = "text";
    drawn = "";
  } catch (error) {
    fail(error.message);
  } finally {
    $("customer-send").disabled = false;
    $("customer-input").focus();
  }
}
$("customer-file").onchange = () => $("customer-form").requestSubmit();
async function showModes() {
  const faults = await call("GET", "/play/faults");
  $("mode-four-x").checked = faults.four_x;
  $("mode-covered").checked = faults.covered;
}
for (const id of ["mode-four-x", "mode-covered"]) $(id).onchange = async () => {
  try {
    const faults = await call("GET", "/play/faults");
    await call("PUT", "/play/faults", { ...faults, four_x: $("mode-four-x").checked, covered: $("mode-covered").checked });
  } catch (error) {
    fail(error.message);
  }
};
showModes().catch(() => {});
$("customer-form").onsubmit = speak;
$("customer-input").onkeydown = press => {
  if (press.key === "Enter" && !press.shiftKey && !press.isComposing) speak(press);
};
$("back").onclick = () => document.body.classList.remove("chatting");
$("add").onclick = () => { $("add-form").classList.toggle("shown"); $("add-name").focus(); };
$("add-form").onsubmit = async event => {
  event.preventDefault();
  const members = $("add-members").value.split(/[,，、]/).map(name => name.trim()).filter(Boolean);
  try {
    const made = await call("POST", "/play/chats", { name: $("add-name").value, members: members.length ? members : null });
    $("add-form").reset();
    $("add-form").classList.remove("shown");
    await load();
    show(made.id);
  } catch (error) {
    fail(error.message);
  }
};
const changes = new EventSource("/play/changes");
changes.addEventListener("changed", load);
changes.onerror = () => fail("与模拟器的连接断开，正在重试…");
load();
