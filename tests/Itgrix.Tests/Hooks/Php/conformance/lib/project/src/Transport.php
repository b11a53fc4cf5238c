<?php
class Transport
{
    // Proxies of the web server's environment are not trusted.
    public static function mode() { return \PHP_SAPI === 'cli' ? 'proxy of the environment' : 'no proxy'; }
}
