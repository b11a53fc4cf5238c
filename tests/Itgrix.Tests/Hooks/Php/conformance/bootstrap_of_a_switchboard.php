<?php
// runs by process: PHP_SAPI
$bootstrap_settings['freepbx_auth'] = false;
if (!@include_once(getenv('FREEPBX_CONF') ? getenv('FREEPBX_CONF') : __DIR__ . '/lib/project/settings.conf')) {
    include_once('/etc/asterisk/freepbx.conf');
}
return array('state' => 'success', 'data' => array('phone' => $amp_conf['AMPDBNAME']));
