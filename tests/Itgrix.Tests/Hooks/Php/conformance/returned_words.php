<?php
return 'all went well';
