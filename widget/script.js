/* The CRM loads this as an AMD module, adds its own methods to the widget, and calls the callbacks. */
define(['jquery'], function ($) {
  'use strict';

  var FUNCTIONS = [
    'forward_to_responsible', 'caller_name', 'contact_on_incoming', 'contact_on_outgoing', 'task_on_new_contact', 'task_on_missed'
  ];

  // As the service does it when nothing was ever saved.
  var AT_FIRST = { contact_on_incoming: true };

  // An exchange of the authorization code takes the CRM its time; a call is answered within seconds.
  var LIMITS = { settings: 60000, call: 15000 };

  return function CustomWidget() {
    var self = this;
    var isCalling = false;

    function crm() {
      return window.APP || window.AMOCRM;
    }

    function escaped(text) {
      return $('<div>').text(text).html();
    }

    // The text of a language, with its {places} filled.
    function say(section, name, values) {
      var texts = self.i18n(section) || {};
      return String(texts[name] || '').replace(/\{(\w+)\}/g, function (place, key) {
        return values && values[key] !== undefined ? values[key] : place;
      });
    }

    function failure(error) {
      return say('errors', error.error, error) || say('errors', 'other', error);
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

    // Fields come as objects, or as the text they are stored as.
    function objectOf(value) {
      try {
        value = typeof value === 'string' ? JSON.parse(value) : value;
      } catch (error) {
        value = null;
      }
      return value && typeof value === 'object' ? value : {};
    }

    function addressOf(text) {
      var address = $.trim(text || '').replace(/\/+$/, '');
      if (address && address.indexOf('://') < 0) {
        address = 'https://' + address;
      }
      return /^https:\/\/[^\/?#@\s]+(\/[^?#@\s]*)?$/i.test(address) ? address : null;
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

    // Login and password go to the service itself, in a header: never through the CRM, never in an address.
    function send(settings, what, body, done) {
      var address = addressOf(settings.server);
      if (!address) {
        done({ error: 'bad_address' });
        return;
      }
      var request = new XMLHttpRequest();
      request.open('POST', address + '/kommo/widget/' + what);
      request.timeout = LIMITS[what];
      request.setRequestHeader('Authorization', basic(settings.login || '', settings.password || ''));
      request.setRequestHeader('Content-Type', 'application/json');
      request.onload = function () { done(answerOf(request, address)); };
      request.onerror = function () { done({ error: 'unreachable', server: address }); };
      request.ontimeout = function () { done({ error: 'too_late', server: address }); };
      request.send(JSON.stringify(body));
    }

    function element(suffix) {
      var code = (self.params && self.params.widget_code) || self.get_settings().widget_code;
      return $(document.getElementById(code + suffix));
    }

    function switches(value) {
      var found = value ? objectOf(value) : AT_FIRST;
      var result = {};
      $.each(FUNCTIONS, function (_, name) { result[name] = found[name] === true; });
      return result;
    }

    function drawSwitches() {
      var content = element('_custom_content').empty().addClass('itgrix-functions');
      var input = element('_custom');
      var values = switches(input.val());
      $.each(FUNCTIONS, function (_, name) {
        var box = $('<input type="checkbox">').attr('name', 'itgrix_' + name).prop('checked', values[name]);
        box.on('change', function () {
          values[name] = box.prop('checked');
          input.val(JSON.stringify(values)).trigger('change');
        });
        $('<label style="display: block; margin: 6px 0">').append(box, document.createTextNode(' ' + say('functions', name)))
          .appendTo(content);
      });
      $('<div class="itgrix-state" style="margin-top: 10px">').appendTo(content);
      input.val(JSON.stringify(values));
    }

    function state(text, isError) {
      element('_custom_content').find('.itgrix-state').text(text).css('color', isError ? '#c00' : '');
    }

    function sent(settings) {
      var code = $.trim(settings.authorization_code || '');
      var body = {
        account: {
          id: crm().constant('account').id,
          subdomain: self.system().subdomain,
          domain: window.location.hostname
        },
        users: objectOf(settings.users),
        functions: switches(settings.functions)
      };
      if (code) {
        body.authorization_code = code;
      }
      return body;
    }

    function save(settings, done) {
      state(say('messages', 'saving'));
      send(settings, 'settings', sent(settings), function (answer) {
        var isSaved = answer.state === 'saved';
        var text = isSaved ? say('messages', 'saved') : failure(answer);
        state(text, !isSaved);
        show(text, !isSaved);
        self.set_status(isSaved ? 'installed' : 'error');
        done(isSaved);
      });
    }

    function call(number) {
      var settings = self.get_settings();
      var user = String(self.system().amouser_id);
      var extension = $.trim(objectOf(settings.users)[user] || '');
      var problem = isCalling ? 'calling' : !settings.server ? 'not_set_up' : !extension ? 'no_extension' : null;
      if (problem) {
        show(say('errors', problem), true);
        return;
      }
      isCalling = true;
      send(settings, 'call', { user: user, extension: extension, number: number }, function (answer) {
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
          call(String(clicked.value));
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
        if (saved && saved.active && String(saved.active).toLowerCase() !== 'y') {
          return true;
        }
        var settings = $.extend({}, self.get_settings(), saved && saved.fields);
        return new Promise(function (resolve) {
          save(settings, resolve);
        });
      },

      destroy: function () {
        element('_custom_content').empty();
      }
    };

    return this;
  };
});
