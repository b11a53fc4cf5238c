using Microsoft.Playwright;

namespace Itgrix.Tests.Support;

/// <summary>The system's Chromium, headless, with access to this machine only.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <param name="sites">Addresses of the hosts at port 443.</param>
    /// <param name="trusted">The trusted certificate.</param>
    public static async Task<Browser> StartAsync(IReadOnlyDictionary<string, int> sites, TestCertificate trusted)
    {
        if (!File.Exists(Program))
            throw new FileNotFoundException($"{Program} is not there: ./run.sh test installs it.");
        var rules = sites.Select(site => $"MAP {site.Key}:443 127.0.0.1:{site.Value}").Append("MAP * 127.0.0.1");
        Assertions.SetDefaultExpectTimeout(TestTimeout.Milliseconds);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Timeout = TestTimeout.Milliseconds,
            Args =
            [
                $"--host-resolver-rules={string.Join(", ", rules)}",
                $"--ignore-certificate-errors-spki-list={trusted.KeyHash}",
                "--no-proxy-server",
            ],
        });
        return new(playwright, browser);
    }

    /// <summary>A separate browser context, as of another user.</summary>
    public async Task<IBrowserContext> NewAsync()
    {
        var context = await _browser.NewContextAsync();
        context.SetDefaultTimeout(TestTimeout.Milliseconds);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
