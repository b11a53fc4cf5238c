<?php
class ConformanceAutoloaderInit
{
    private static $loader;
    public static function getLoader()
    {
        if (null !== self::$loader) {
            return self::$loader;
        }
        require __DIR__ . '/ClassLoader.php';
        self::$loader = new ConformanceClassLoader(\dirname(__DIR__) . '/../src');
        spl_autoload_register(array(self::$loader, 'loadClass'), true, true);
        return self::$loader;
    }
}
