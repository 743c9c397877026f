(()=>{var e=document.documentElement;!/(?:^|; )k_theme=/.test(document.cookie)&&matchMedia("(prefers-color-scheme: dark)").matches&&(e.dataset.theme="kolony-dark");})();
