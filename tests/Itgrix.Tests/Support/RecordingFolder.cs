using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Tests.Support;

/// <summary>A folder of recordings of one test, beside another folder that is not one.</summary>
internal sealed class RecordingFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RecordingFolder()
    {
        Directory.CreateDirectory(Monitor);
        Directory.CreateDirectory(Elsewhere());
    }

    public string Monitor => _folder.File("monitor");

    public RecordingOptions Options => new()
    {
        Folders = [Monitor], PublicUrl = new("https://pbx.example.com/recordings/"),
        Secret = new("a secret of this test"), LeastFree = 0,
    };

    public string In(string name) => Path.Combine(Monitor, name);

    public string Elsewhere(string name = "") => Path.Combine(_folder.File("elsewhere"), name);

    /// <summary>A complete recording in the folder.</summary>
    public string Record(string name, double seconds = 1, DateTimeOffset? at = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        return Write(In(name), Wav.Silence(TimeSpan.FromSeconds(seconds)), at);
    }

    public string Write(string file, byte[] content, DateTimeOffset? at = null)
    {
        File.WriteAllBytes(file, content);
        if (at is { } time)
            File.SetLastWriteTimeUtc(file, time.UtcDateTime);
        return file;
    }

    public void Dispose() => _folder.Dispose();
}
