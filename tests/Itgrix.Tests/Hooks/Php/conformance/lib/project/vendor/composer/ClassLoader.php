<?php
class ConformanceClassLoader
{
    private $folder;
    public function __construct($folder) { $this->folder = $folder; }
    public function loadClass($class)
    {
        $file = $this->folder . '/' . strtr($class, '\\', '/') . '.php';
        if (file_exists($file)) {
            include $file;
            return true;
        }
        return null;
    }
}
