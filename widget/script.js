/* The CRM loads this as an AMD module, adds its own methods to the widget, and calls the callbacks. */
define([], function () {
  'use strict';

  var FUNCTIONS = [
    'forward_to_responsible', 'caller_name', 'contact_on_incoming', 'contact_on_outgoing', 'task_on_new_contact', 'task_on_missed'
  ];

  // As the service does it when nothing was ever saved.
  var AT_FIRST = { contact_on_incoming: true };

  // An exchange of the authorization code takes the CRM its time; a call is answered within seconds.
  var LIMITS = { settings: 60000, call: 15000 };

  var ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

  function escaped(text) {
    return text.replace(/[&<>"']/g, function (letter) { return ENTITIES[letter]; });
  }

  // Fields come as objects, or as the text they are stored as.
  function objectOf(value) {
    try {
      value = typeof value === 'string' ? JSON.parse(value) : value;
    } catch (error) {
      value = null;
    }
    return value && typeof value === 'object' ? value : {};
  }

  function textOf(value) {
    return value === undefined || value === null ? '' : String(value).trim();
  }

  function addressOf(text) {
    var address = textOf(text).replace(/\/+$/, '');
    if (address && address.indexOf('://') < 0) {
      address = 'https://' + address;
    }
    return /^https:\/\/[^\/?#@\s]+(\/[^?#@\s]*)?$/i.test(address) ? address : null;
  }

  function switches(value) {
    var found = value ? objectOf(value) : AT_FIRST;
    var result = {};
    FUNCTIONS.forEach(function (name) { result[name] = found[name] === true; });
    return result;
  }

  // Headers are bytes.
  function basic(login, password) {
    return 'Basic ' + window.btoa(unescape(encodeURIComponent(login + ':' + password)));
  }

  function answerOf(request, address) {
    var answer = null;
    try {
      answer = JSON.parse(request.responseText);
    } catch (error) {
      // Something else than the service answered.
    }
    if (!answer || !(answer.state || answer.error)) {
      return { error: 'not_itgrix', server: address, status: request.status };
    }
    answer.seconds = request.getResponseHeader('Retry-After');
    return answer;
  }

  // The CRM adds a token to the request, which names the user and which the service verifies. Login and password go to the
  // service itself, in a header: never through the CRM, never in an address.
  function send(widget, settings, password, what, body, done) {
    var address = addressOf(settings.server);
    var headers = { Authorization: basic(textOf(settings.login), password || '') };
    if (!address) {
      done({ error: 'bad_address' });
      return;
    }
    if (typeof widget.$authorizedAjax !== 'function') {
      post(address, what, headers, body, done);
      return;
    }
    widget.$authorizedAjax({
      url: address + '/kommo/widget/' + what,
      type: 'POST',
      timeout: LIMITS[what],
      contentType: 'application/json',
      dataType: 'text',
      headers: headers,
      data: JSON.stringify(body)
    }).done(function (text, status, request) {
      done(answerOf(request, address));
    }).fail(function (request, status) {
      done(status === 'timeout' ? { error: 'too_late', server: address }
        : request && request.status ? answerOf(request, address) : { error: 'unreachable', server: address });
    });
  }

  function post(address, what, headers, body, done) {
    var request = new XMLHttpRequest();
    request.open('POST', address + '/kommo/widget/' + what);
    request.timeout = LIMITS[what];
    request.setRequestHeader('Authorization', headers.Authorization);
    request.setRequestHeader('Content-Type', 'application/json');
    request.onload = function () { done(answerOf(request, address)); };
    request.onerror = function () { done({ error: 'unreachable', server: address }); };
    request.ontimeout = function () { done({ error: 'too_late', server: address }); };
    request.send(JSON.stringify(body));
  }

  return function CustomWidget() {
    var self = this;
    var isCalling = false;

    function crm() {
      return window.APP || window.AMOCRM;
    }

    // The text of a language, with its {places} filled.
    function say(section, name, values) {
      var texts = self.i18n(section) || {};
      return textOf(texts[name]).replace(/\{(\w+)\}/g, function (place, key) {
        return values ? textOf(values[key]) : place;
      });
    }

    function failure(answer) {
      return say('errors', answer.error, answer) || say('errors', 'other', answer);
    }

    // The CRM shows both as HTML.
    function show(text, isError) {
      var message = { header: escaped(say('widget', 'name')), text: escaped(text), date: Math.ceil(Date.now() / 1000) };
      if (isError) {
        crm().notifications.show_message_error(message);
      } else {
        crm().notifications.show_message(message);
      }
    }

    // What the CRM has for a field of our own: a hidden input, and a place for what people see.
    function ownField(suffix) {
      return document.getElementById(self.params.widget_code + suffix);
    }

    // No field of the CRM: what the CRM keeps, it gives to every user's browser.
    function settingsPassword() {
      var place = ownField('_custom_content');
      return place && place.querySelector('.itgrix-settings-password');
    }

    function drawSettingsPassword(place, keep) {
      var label = place.appendChild(document.createElement('label'));
      var input = document.createElement('input');
      label.style.cssText = 'display: block; margin: 12px 0 6px';
      label.appendChild(document.createTextNode(say('settings', 'settings_password')));
      input.style.cssText = 'display: block; margin-top: 4px';
      input.type = 'password';
      input.autocomplete = 'off';
      input.className = 'itgrix-settings-password';
      input.addEventListener('input', keep);
      label.appendChild(input);
    }

    function drawSwitches() {
      var place = ownField('_custom_content');
      var input = ownField('_custom');
      var values = switches(input.value);

      function keep() {
        var event = document.createEvent('HTMLEvents');
        event.initEvent('change', true, false);
        input.value = JSON.stringify(values);
        input.dispatchEvent(event);
      }

      place.textContent = '';
      FUNCTIONS.forEach(function (name) {
        var label = place.appendChild(document.createElement('label'));
        var box = label.appendChild(document.createElement('input'));
        label.style.cssText = 'display: block; margin: 6px 0';
        label.appendChild(document.createTextNode(' ' + say('functions', name)));
        box.type = 'checkbox';
        box.className = 'itgrix-' + name;
        box.checked = values[name];
        box.addEventListener('change', function () {
          values[name] = box.checked;
          keep();
        });
      });
      drawSettingsPassword(place, keep);
      place.appendChild(document.createElement('div')).className = 'itgrix-state';
      input.value = JSON.stringify(values);
    }

    function state(text, isError) {
      var place = ownField('_custom_content');
      var line = place && place.querySelector('.itgrix-state');
      if (line) {
        line.textContent = text;
        line.style.color = isError ? '#c00' : '';
      }
    }

    function bodyOf(settings) {
      return {
        account: {
          id: crm().constant('account').id,
          subdomain: self.system().subdomain,
          domain: window.location.hostname
        },
        users: objectOf(settings.users),
        functions: switches(settings.functions),
        authorization_code: textOf(settings.authorization_code),
        // Compared, not kept: a wrong one would show at a user's first click only.
        password: settings.password || undefined
      };
    }

    function save(settings, done) {
      var input = settingsPassword();

      function answered(answer) {
        var isSaved = answer.state === 'saved';
        var text = isSaved ? say('messages', 'saved') : failure(answer);
        if (isSaved && input) {
          input.value = '';
        }
        state(text, !isSaved);
        show(text, !isSaved);
        self.set_status(isSaved ? 'installed' : 'error');
        done(isSaved);
      }

      // The CRM's token says who is an administrator.
      if (typeof self.$authorizedAjax !== 'function' && (!input || !input.value)) {
        answered({ error: 'no_settings_password' });
        return;
      }
      state(say('messages', 'saving'));
      send(self, settings, input ? input.value : '', 'settings', bodyOf(settings), function (answer) {
        answered(answer.error === 'wrong_password' ? { error: 'wrong_settings_password' } : answer);
      });
    }

    function call(number) {
      var settings = self.get_settings();
      var user = textOf(self.system().amouser_id);
      var extension = textOf(objectOf(settings.users)[user]);
      var problem = isCalling ? 'calling' : !settings.server ? 'not_set_up' : !extension ? 'no_extension' : null;
      if (problem) {
        show(say('errors', problem), true);
        return;
      }
      isCalling = true;
      send(self, settings, settings.password, 'call', { user: user, extension: extension, number: number }, function (answer) {
        isCalling = false;
        if (answer.error) {
          show(failure(answer), true);
        } else {
          show(say('messages', answer.state, { extension: extension, number: number }));
        }
      });
    }

    this.callbacks = {
      render: function () {
        return true;
      },

      init: function () {
        self.add_action('phone', function (clicked) {
          call(textOf(clicked.value));
        });
        return true;
      },

      bind_actions: function () {
        return true;
      },

      settings: function () {
        drawSwitches();
        return true;
      },

      // Also called when the widget is switched off: then there is nothing to tell.
      onSave: function (saved) {
        var settings = {};
        var isOn = !saved || !saved.active || String(saved.active).toLowerCase() === 'y';
        if (!isOn) {
          return true;
        }
        [self.get_settings(), (saved && saved.fields) || {}].forEach(function (fields) {
          Object.keys(fields).forEach(function (name) {
            // A password that was left empty is the one before.
            if (fields[name] || name !== 'password') {
              settings[name] = fields[name];
            }
          });
        });
        return new Promise(function (resolve) {
          save(settings, resolve);
        });
      },

      destroy: function () {
        var place = ownField('_custom_content');
        if (place) {
          place.textContent = '';
        }
      }
    };

    return this;
  };
});
