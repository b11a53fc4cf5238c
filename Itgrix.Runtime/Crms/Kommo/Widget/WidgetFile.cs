using Itgrix.Runtime.Platform.Files;
using Itgrix.Runtime.Platform.Json;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>Stores the widget's last settings, in a file that only its owner may read.</summary>
/// <param name="account">The configured account; settings of another one are ignored.</param>
internal sealed class WidgetFile(string path, Uri account)
{
    private static readonly ILogger Log = AppLog.For("widget");

    private const int MaxBytes = 1 << 20;

    /// <summary>Loads the settings; <c>null</c> when there are no valid ones, which is logged.</summary>
    public WidgetSettings? Load()
    {
        try
        {
            if (!File.Exists(path))
            {
                WidgetLogMessages.NothingSaved(Log, path);
                return null;
            }
            if (new FileInfo(path).Length > MaxBytes || SafeJson.Object(File.ReadAllBytes(path)) is not { } json)
                throw new WidgetException("It is no JSON object.");
            var settings = WidgetSettings.Read(json);
            return settings.IsOf(account) ? settings : throw new WidgetException(
                $"It is of the account {HttpAnswer.OneLine(settings.Account, 80)}, not of {account.IdnHost}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or WidgetException)
        {
            WidgetLogMessages.CannotRead(Log, path, error.Message);
            return null;
        }
    }

    /// <exception cref="IOException">They cannot be stored.</exception>
    public void Save(WidgetSettings settings)
    {
        try
        {
            DurableFile.Write(path, Encoding.UTF8.GetBytes(settings.ToJson().ToJsonString()));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException(error.Message, error);
        }
    }
}
