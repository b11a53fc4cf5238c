#load "../itgrix.csx"
using static Itgrix.Hooks.Hook;
using static Itgrix.Hooks.Bitrix24.ProcessRecordFilePath;

var blocks = new List<byte[]>();
while (true)
{
    blocks.Add(new byte[1 << 20]);
    Array.Fill(blocks[^1], (byte)1);
    if (blocks.Count < 0)
        return Success("1");
}
