/*
 * What the CRM's loader offers a widget, by its documentation: manifest and languages are read, the script is an AMD
 * module, its settings are a form, its callbacks are called in their order, and phone numbers can be clicked.
 */
(function () {
  'use strict';

  const asked = new URLSearchParams(window.location.search);
  const language = asked.get('language') || 'en';
  const phones = ['+1 (202) 555-01-23', '<img src=x onerror=document.title="broken">'];
  const users = { 504141: 'Ann', 504142: 'Ben', 504143: 'Cid' };
  const code = 'itgrix_widget';
  const actions = {};

  const byId = id => document.getElementById(id);
  const add = (parent, tag, values) => Object.assign(parent.appendChild(document.createElement(tag)), values);
  const read = async path => (await fetch('/upload/' + path)).json();

  // The server keeps what is not text as JSON.
  const stored = () => JSON.parse(localStorage.getItem('settings') || '{}');
  const notify = kind => message => add(byId('notifications'), 'div', { className: kind, innerHTML: `<b>${message.header}</b> ${message.text}` });

  window.APP = window.AMOCRM = {
    constant: name => ({ account: { id: 17 }, user: { id: Number(asked.get('user') || 504141) } })[name],
    notifications: { show_message: notify('message'), show_message_error: notify('error') },
  };

  // jQuery's request with the CRM's token; what it returns has done and fail.
  const authorized = token => options => {
    const request = new XMLHttpRequest();
    const heard = {};
    const result = {
      done: act => { heard.done = act; return result; },
      fail: act => { heard.fail = act; return result; },
    };
    request.open(options.type, options.url);
    request.timeout = options.timeout;
    request.setRequestHeader('Content-Type', options.contentType);
    Object.entries(options.headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.setRequestHeader('X-Auth-Token', token);
    request.onload = () => request.status < 400
      ? heard.done(request.responseText, 'success', request) : heard.fail(request, 'error');
    request.onerror = () => heard.fail(request, 'error');
    request.ontimeout = () => heard.fail(request, 'timeout');
    request.send(options.data);
    return result;
  };

  function parts(manifest, texts) {
    return {
      ...(asked.get('token') ? { $authorizedAjax: authorized(asked.get('token')) } : {}),
      params: { widget_code: code, status: localStorage.getItem('settings') ? 'installed' : 'install' },
      langs: texts,
      i18n: section => texts[section],
      system: () => ({ area: 'ccard', amouser_id: asked.get('user') || '504141', subdomain: 'example' }),
      get_settings: () => ({ ...stored(), widget_code: code }),
      get_version: () => manifest.widget.version,
      add_action: (type, action) => { actions[type] = action; },
      set_status: status => { document.body.dataset.status = status; },
    };
  }

  function loadModule(path) {
    return new Promise((resolve, reject) => {
      window.define = (needed, make) => needed.length === 0 ? resolve(make()) : reject(new Error(`There is no ${needed}`));
      add(document.head, 'script', { src: '/upload/' + path, onerror: () => reject(new Error(`There is no ${path}`)) });
    });
  }

  const textOf = (texts, path) => path.split('.').reduce((found, part) => found[part], texts);

  const fields = {
    text: (place, name, value) => add(place, 'input', { name, type: 'text', value: value || '' }),
    pass: (place, name, value) => add(place, 'input', { name, type: 'password', value: value || '' }),
    users: (place, name, value) => Object.entries(users).forEach(([id, user]) => add(
      add(place, 'label', { textContent: user }), 'input', { name: `${name}[${id}]`, value: JSON.parse(value || '{}')[id] || '' })),
    custom: (place, name, value) => {
      add(place, 'input', { id: code + '_custom', name, type: 'hidden', value: value || '' });
      add(place, 'div', { id: code + '_custom_content' });
    },
  };

  function open(manifest, texts, widget) {
    const form = byId('modal');
    form.textContent = '';
    form.hidden = false;
    for (const [name, setting] of Object.entries(manifest.settings)) {
      const place = add(form, 'div', {});
      add(place, 'h4', { textContent: textOf(texts, setting.name) });
      fields[setting.type](place, name, stored()[name]);
    }
    add(form, 'button', { className: 'js-widget-save', textContent: 'Save', type: 'submit' });
    widget.callbacks.settings([form]);
  }

  function filled(manifest) {
    const form = new FormData(byId('modal'));
    return Object.fromEntries(Object.entries(manifest.settings).map(([name, setting]) => [name, setting.type === 'users'
      ? Object.fromEntries(Object.keys(users).map(id => [id, form.get(`${name}[${id}]`)])) : form.get(name)]));
  }

  async function save(manifest, widget, active) {
    const values = filled(manifest);
    byId('installed').textContent = '';
    const missing = Object.keys(values).find(name => manifest.settings[name].required && !values[name]);
    const isSaved = missing ? `${missing} is missing` : await widget.callbacks.onSave({ active, fields: values });
    if (isSaved === true) {
      localStorage.setItem('settings', JSON.stringify({ ...values, users: JSON.stringify(values.users) }));
    }
    byId('installed').textContent = isSaved === true ? 'installed' : 'not installed';
  }

  async function start() {
    const manifest = await read('manifest.json');
    if (!manifest.widget.locale.includes(language) || !manifest.locations.includes('everywhere')) {
      throw new Error('The widget is not for this page');
    }
    const texts = await read(`i18n/${language}.json`);
    const CustomWidget = await loadModule('script.js');
    CustomWidget.prototype = parts(manifest, texts);
    const widget = new CustomWidget();
    const isReady = widget.callbacks.render() && widget.callbacks.init() && widget.callbacks.bind_actions();
    if (!isReady) {
      throw new Error('A callback did not return true');
    }
    byId('open').onclick = () => open(manifest, texts, widget);
    byId('off').onclick = async () => {
      await save(manifest, widget, 'N');
      widget.callbacks.destroy();
    };
    byId('modal').onsubmit = event => {
      event.preventDefault();
      save(manifest, widget, 'Y');
    };
    phones.forEach(phone => add(add(byId('phones'), 'li', {}), 'a', {
      textContent: phone, className: 'phone', onclick: () => actions.phone({ type: 'phone', value: phone }),
    }));
    document.body.dataset.loader = 'ready';
  }

  start().catch(error => { document.body.dataset.loader = error.message; });
})();
