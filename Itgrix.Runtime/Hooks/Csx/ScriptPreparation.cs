using System.Reflection;
using System.Runtime.CompilerServices;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>
/// Compiles a script's methods to machine code before its first call. Only an optimization: a method that cannot
/// be prepared may never run, and reports its error when it does.
/// </summary>
internal static class ScriptPreparation
{
    private const BindingFlags Own = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.Public | BindingFlags.NonPublic;

    private const MethodImplAttributes NotOwnCode =
        MethodImplAttributes.CodeTypeMask | MethodImplAttributes.InternalCall;

    public static void Run(Assembly script) => Attempt(() =>
    {
        foreach (var type in Types(script))
            Attempt(() => Prepare(type));
    });

    // A type is missing when a library that it needs is missing.
    private static IEnumerable<Type> Types(Assembly script)
    {
        try
        {
            return script.GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            return error.Types.OfType<Type>();
        }
    }

    /// <summary>Whether code of the script runs before its first method.</summary>
    // The module's own methods are the first of the table, and it has no others.
    public static bool HasModuleInitializer(Assembly script)
    {
        const int firstMethod = 0x06000001;
        return script.ManifestModule.ResolveMethod(firstMethod) is { DeclaringType: null };
    }

    private static void Prepare(Type type)
    {
        if (type.ContainsGenericParameters)
            return;
        foreach (var method in type.GetMethods(Own).Where(HasCode))
            Attempt(() => RuntimeHelpers.PrepareMethod(method.MethodHandle));
    }

    // Delegates are implemented by the runtime, DllImport by libraries that may belong to another system.
    private static bool HasCode(MethodInfo method) =>
        !method.ContainsGenericParameters
        && !method.IsAbstract
        && (method.Attributes & MethodAttributes.PinvokeImpl) == 0
        && (method.MethodImplementationFlags & NotOwnCode) == 0;

    private static void Attempt(Action prepare)
    {
        try
        {
            prepare();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The call itself reports a method that fails.
        }
    }
}
